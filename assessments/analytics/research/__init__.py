"""Export finished attempts as data for research. Pure.

``layout`` reads answers out of their bytes, ``anonymity`` makes what describes a person so coarse
that at least five share it, ``files`` writes CSV, JSON lines and the codebook.
"""
