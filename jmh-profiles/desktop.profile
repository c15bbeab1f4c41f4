# Three and a half minutes: shmem against mmap on a desktop or laptop, as published, and in pairs.
#
# Assumes a machine with two cores or more that share a last-level cache, a disk file system under the result directory,
# and nobody else working hard. Messages of 64 bytes through all four transports, and shmem and mmap in turn in one fork and
# one peer, for what single runs cannot tell apart.

# Six pairs of processes for each cell, in shuffled rounds: the fewest that give a 95 % interval whatever the machine does.
--rounds 6
--cpus auto

# Two, for the code behind JMH's loop is first met at the end of the first, and HotSpot then compiles the loop once more. They
# may be short: before each measured iteration warm-up goes on until nothing is compiled any more.
-wi 2 -w 300ms
-i 1 -r 1s

RoundTrip OneWay Paired
