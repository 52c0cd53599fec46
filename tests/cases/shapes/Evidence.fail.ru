# reason: ends before it starts
# severity: Violation
# also: QuotationFits
DELETE { ?s oa:start ?v } INSERT { ?s oa:start 99999 } WHERE { ?s oa:start ?v ; oa:exact 'Recalls' }
