"""What this machine offers to boxes: what they need of it, what makes them safer or faster, and a trial.

    needs        what boxes made of namespaces cannot do without: probes, each of which says what mends it
    files        the kernel's own files, read so that what is not there is None
    refusal      why namespaces were refused, by what those files say
    shields      settings that hold a hostile handin better
    room         processors, memory, space, open files, the clock
    runtimes     the versions of what is installed in each runtime
    trial        one task in a box of a kind

A fact that a kernel does not tell (an old one, a container's, gVisor's) is never an error: it is "not told".
"""
