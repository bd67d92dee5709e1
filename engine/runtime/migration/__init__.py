"""
Moving running instances to another version of their diagram.

`planning` says what a move would do to one instance, `preview` to all of them;
`runs` starts, stops and takes back, and `moving` carries out, one case a transaction.
"""
