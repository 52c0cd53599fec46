# reason: has no such place
# severity: Warning
# at: A/999/12~para7
INSERT DATA { <A/999/12~para1> unag:inDocument <A/999/12> ; unag:orderKey 1 }
