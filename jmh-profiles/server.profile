# Twelve minutes: shmem against mmap on a server, with more rounds, so that rare disturbances are met.
#
# Assumes a server left alone meanwhile: several cores, perhaps several sockets (two cores of one socket are chosen; name
# others with --cpus to see what the way between sockets costs), a journaling file system under the result directory.

--rounds 15
--cpus auto

-wi 2 -w 1s
-i 3 -r 1s

RoundTrip OneWay Paired
