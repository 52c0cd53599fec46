# why: the cited document is at hand and has the paragraph
INSERT DATA { <A/999/12~para1> unag:inDocument <A/999/12> ; unag:orderKey 1 .
    <A/999/12~para7> unag:orderKey 7 }
