# Two minutes: shmem against mmap on a desktop or laptop, as published.
#
# Assumes a machine with two cores or more that share a last-level cache, a disk file system under the result directory,
# and nobody else working hard. Both benchmarks, all four transports, messages of 64 bytes.

# Five pairs of processes for each cell, in shuffled rounds: what changes from one to the next shows in the notes.
--rounds 5
--cpus auto

# Two, for the code behind JMH's loop is first met at the end of the first, and HotSpot then compiles the loop once more. They
# may be short: before each measured iteration warm-up goes on until nothing is compiled any more.
-wi 2 -w 500ms
-i 2 -r 1s

RoundTrip OneWay
