# why: numbers run on through lettered sections, and through the chapters of a report
INSERT DATA {
    <A/RES/999/1~I.op3> a unag:OperativeParagraph ; unag:inDocument <A/RES/999/1> ; eli:is_part_of <A/RES/999/1~secB> ;
        unag:orderKey 9 ; eli:number '3' ; unag:locator 'A/RES/999/1~I.op3' .
    <A/RES/999/1~para1> a unag:NumberedParagraph ; unag:inDocument <A/RES/999/1> ; eli:is_part_of <A/RES/999/1~secII> ;
        unag:orderKey 10 ; eli:number '1' ; unag:locator 'A/RES/999/1~para1' .
    <A/RES/999/1~para2> a unag:NumberedParagraph ; unag:inDocument <A/RES/999/1> ; eli:is_part_of <A/RES/999/1~secIII> ;
        unag:orderKey 11 ; eli:number '2' ; unag:locator 'A/RES/999/1~para2'
}
