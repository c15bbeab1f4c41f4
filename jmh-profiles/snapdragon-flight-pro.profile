# Eight minutes: the published Snapdragon Flight Pro (Excelsior, 8096), a quad-core 64-bit ARM flight board.
#
# Assumes two clusters of two cores, of which auto takes two that share a cache, and a system that offers no shared memory:
# its shmem columns are "-" with the reason in a note, and mapped files are the alternative there.

--rounds 6
--cpus auto

-wi 2 -w 2s
-i 3 -r 1s
-jvmArgsAppend -Xmx256m

RoundTrip OneWay Paired
