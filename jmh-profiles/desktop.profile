# Two minutes: shmem against mmap on a desktop or laptop, as published.
#
# Assumes a machine with two cores or more that share a last-level cache, a disk file system under the result directory,
# and nobody else working hard. Both benchmarks, all four transports, messages of 64 bytes.

# Five pairs of processes for each cell, in shuffled rounds: what changes from one to the next shows in the notes.
--rounds 5
--cpus auto

# A second is enough: ten thousand round trips or more, and paced messages are compiled before it.
-wi 1 -w 1s
-i 2 -r 1s

RoundTrip OneWay
