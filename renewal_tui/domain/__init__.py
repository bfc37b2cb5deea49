"""The rules, pure and typed: every rule of the specification has its home here, by its number.

In come plain values (`facts`: instances, products, vouchers, accounts) and a date, out go plans,
refusals and words; nothing here reads a clock or a store, or knows any other room. `eligibility`
says whether something may be done and else why not, `planning` what it costs and how it is paid,
`calendar`, `money` and `vouchers` how that is computed, `filters` what a list shows, `codes` the
words that programs outside rely on. A new refusal is a function of `eligibility` and a `Code`.
"""
