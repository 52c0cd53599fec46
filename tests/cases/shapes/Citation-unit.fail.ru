# reason: one unit of the scheme
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
INSERT DATA { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:pinpointUnit unit:chapter }
