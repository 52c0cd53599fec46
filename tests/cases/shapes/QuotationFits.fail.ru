# reason: not as long as the place
# severity: Violation
DELETE { ?selector oa:exact 'Recalls' } INSERT { ?selector oa:exact 'Recalled' } WHERE { ?selector oa:exact 'Recalls' }
