# reason: exactly one function
# severity: Violation
# at: A/RES/999/1~I.op1/act/1
DELETE { <A/RES/999/1~I.op1/act/1> unag:function ?old } INSERT { <A/RES/999/1~I.op1/act/1> unag:function 'recall' } WHERE { <A/RES/999/1~I.op1/act/1> unag:function ?old }
