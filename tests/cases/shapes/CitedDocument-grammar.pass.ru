# why: a volume of a supplement is printed behind its symbol
DELETE { <A/999/12> unag:symbol ?old } INSERT { <A/999/12> unag:symbol "A/999/5 (Vol. II)" } WHERE { <A/999/12> unag:symbol ?old }
