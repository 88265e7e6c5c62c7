"""The loan file: all of one person or company for who decides on a loan, as a PDF with the rows beside it.

What is asked (`subject`) is told in `sections`, as blocks that `templates` set in type; no text of it is ever markup.
`making` writes the rows, their digests and the PDF into a folder, `answer` hands them over, or what is wrong in words.
Every word of it that is not data stands in `words`.
"""
