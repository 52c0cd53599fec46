# why: the second note has its own mark
INSERT DATA { <A/RES/999/1~fn2> a doco:Footnote ; unag:noteNumber '2' ; unag:inDocument <A/RES/999/1> .
    <A/RES/999/1@en~I.op1/mark/2> a c4o:InTextReferencePointer ; unag:inParagraph <A/RES/999/1~I.op1> ; c4o:denotes <A/RES/999/1~fn2> }
