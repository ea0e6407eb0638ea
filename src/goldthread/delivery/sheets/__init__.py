"""The plan as a spreadsheet: read, guessed, tried, and written with the same columns.

`reading` opens a stranger's file in a process of its own, `table` finds the heading row,
`guessing` says which column is which, `words` what the words in it mean, `trial` what
each row would do, and `writing` gives the plan back. The writes are in
`delivery.services`.
"""
