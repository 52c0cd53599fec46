# reason: confers no mandate
# severity: Warning
# at: A/RES/999/1~I.op1/act/2
# also: Mandate-conferredBy
DELETE WHERE { ?mandate unag:conferredBy ?any }
