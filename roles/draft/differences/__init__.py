"""The differences between two documents, in an editor's words, to be applied one by one.

``differences(before, after)`` lists what turns one document of an edition, the draft or content
files into another; ``apply`` puts one of them into a document. Applied in their order, all of
them turn ``before`` into ``after``. Elements of lists are matched by their key, never by their
place. Pure: documents in, values out.
"""
