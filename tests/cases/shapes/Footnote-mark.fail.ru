# reason: No mark in the text leads to this note
# severity: Warning
# at: A/RES/999/1~fn2
INSERT DATA { <A/RES/999/1~fn2> a doco:Footnote ; unag:noteNumber '2' ; unag:inDocument <A/RES/999/1> }
