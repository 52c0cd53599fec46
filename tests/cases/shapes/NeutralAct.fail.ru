# reason: another force than neutral
# severity: Violation
# at: A/RES/999/1~I.op1/act/1
DELETE { <A/RES/999/1~I.op1/act/1> unag:force ?old } INSERT { <A/RES/999/1~I.op1/act/1> unag:force force:approval } WHERE { <A/RES/999/1~I.op1/act/1> unag:force ?old } ;
DELETE { <A/RES/999/1~I.op1/act/1> unag:function ?old } INSERT { <A/RES/999/1~I.op1/act/1> unag:function function:take-note } WHERE { <A/RES/999/1~I.op1/act/1> unag:function ?old }
