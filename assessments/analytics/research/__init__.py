"""Export finished attempts as data for research. Pure.

``anonymity`` reads answers out of their bytes and makes what describes a person so coarse that at
least five share it, ``files`` writes CSV, JSON lines and the codebook.
"""
