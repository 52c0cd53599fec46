# reason: has not got
# severity: Warning
# at: A/RES/999/1~I.op3
INSERT DATA { <A/RES/999/1@zh> a unag:Expression ; eli:realizes <A/RES/999/1> ; dcterms:language 'zh' .
    <A/RES/999/1~I.op3> a unag:Paragraph ; unag:inDocument <A/RES/999/1> ; eli:is_part_of <A/RES/999/1~secI> ; unag:locator 'A/RES/999/1~I.op3' ; unag:orderKey 9 .
    <A/RES/999/1@zh~I.op3> a unag:ParagraphText ; unag:inExpression <A/RES/999/1@zh> ; eli:realizes <A/RES/999/1~I.op3> ; unag:start 0 ; unag:end 9 }
