# reason: no paragraph with the number before it
# severity: Warning
# at: A/RES/999/1~I.op2
DELETE { <A/RES/999/1~I.op2> eli:number ?old } INSERT { <A/RES/999/1~I.op2> eli:number '3' } WHERE { <A/RES/999/1~I.op2> eli:number ?old }
