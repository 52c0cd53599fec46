# why: another function is another node
INSERT DATA { <A/RES/999/1~I.op1/cites/endorse/A/999/13> unag:function function:endorse }
