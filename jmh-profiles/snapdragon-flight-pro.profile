# 8 min: shmem against mmap on a 64-bit ARM board
#
# The published board is the Snapdragon Flight Pro (Excelsior, 8096). It has two clusters of two cores, and no shared memory. --cpus auto takes two cores that share a cache. The shmem
# columns are "-" with the reason in a note.

--rounds 6
--cpus auto

-wi 2 -w 2s
-i 3 -r 1s
-jvmArgsAppend -Xmx256m

RoundTrip OneWay Paired
