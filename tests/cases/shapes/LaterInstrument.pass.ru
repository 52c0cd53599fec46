# why: the cited document is of the same session and earlier
INSERT DATA { <A/999/12> unag:adopted '2944-09-30'^^xsd:date }
