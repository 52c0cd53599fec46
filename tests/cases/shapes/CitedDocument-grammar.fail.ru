# reason: of a cited document is no symbol
# severity: Warning
# at: A/999/12
DELETE { <A/999/12> unag:symbol ?old } INSERT { <A/999/12> unag:symbol "about tidiness" } WHERE { <A/999/12> unag:symbol ?old }
