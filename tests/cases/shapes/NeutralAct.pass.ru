# why: a neutral force with a neutral verb is as it should be
DELETE { <A/RES/999/1~I.op1/act/1> unag:function ?old } INSERT { <A/RES/999/1~I.op1/act/1> unag:function function:take-note } WHERE { <A/RES/999/1~I.op1/act/1> unag:function ?old }
