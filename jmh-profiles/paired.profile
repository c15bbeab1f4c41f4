# Two transports in turn, in one fork and one peer: ./run.sh paired sysv/spin mmap/spin
#
# Assumes no more than two CPUs for a while: what the machine does meanwhile, it does to both. Both transports are made anew
# ten times in each iteration. A second of an iteration is a tenth of a second for each allocation.

--rounds 3
--cpus auto

-wi 1 -w 500ms
-i 2 -r 2s

Paired[.]
