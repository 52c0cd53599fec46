# reason: no paragraph with the number before it
# severity: Warning
# at: A/RES/999/1~I.op4
INSERT DATA {
    <A/RES/999/1~I.op4> a unag:OperativeParagraph ; unag:locator 'A/RES/999/1~I.op4' ; unag:inDocument <A/RES/999/1> ;
        eli:is_part_of <A/RES/999/1~secI> ; unag:orderKey 9 ; eli:number '4'
}
