# reason: note is not in the text
# severity: Warning
# at: A/RES/999/1@en~I.op1/mark/1
DELETE { <A/RES/999/1@en~I.op1/mark/1> c4o:denotes ?old } INSERT { <A/RES/999/1@en~I.op1/mark/1> c4o:denotes <A/RES/999/1~fn9> } WHERE { <A/RES/999/1@en~I.op1/mark/1> c4o:denotes ?old }
