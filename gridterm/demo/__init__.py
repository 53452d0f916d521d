"""A believable office, made the same way every time: the same arguments give the same office.

The people, places, phones and calls are invented. What is said stands in data/demo as readable
Chinese; the code here only chooses and composes. The generator yields plain frozen values and
knows no table.
"""
