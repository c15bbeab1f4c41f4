# 12 min: shmem against mmap on a server
#
# Needs several cores, a journaling file system under the result directory, and an otherwise idle server. Two cores of one socket
# are chosen; use --cpus to measure across sockets.

--rounds 15
--cpus auto

-wi 2 -w 1s
-i 3 -r 1s

RoundTrip OneWay Paired
