# SPDX-License-Identifier: Apache-2.0
# The heap profile: who holds the memory.

menuconfig TIDEMARK_PROFILE
	bool "Profile of live blocks: who allocated them, where and when"
	depends on !USERSPACE
	help
	  Keeps a sample of the blocks that are live, in fixed memory, each
	  with the place in the code that allocated it, its thread and its
	  time. Then a leak has a line of code: "tidemark profile" shows it.

	  The linker leads allocations past the monitor (--wrap). An
	  allocation that is not sampled takes some 60 instructions more with
	  its free, one that is some 200.

if TIDEMARK_PROFILE

config TIDEMARK_PROFILE_INTERVAL
	int "Bytes allocated between two samples, on average"
	default 256
	range 1 65536
	help
	  A power of two. 1 records every block. The longer, the cheaper and
	  the longer-lived what is recorded; when the table fills, records are
	  thinned, and each then stands for more.

config TIDEMARK_PROFILE_RECORDS
	int "Live blocks that can be recorded"
	default 32
	range 8 1023
	help
	  Each takes about 18 bytes of RAM.

config TIDEMARK_PROFILE_SITES
	int "Call sites that can be told apart"
	default 32
	range 1 254
	help
	  Each takes about 26 bytes of RAM, and 4 for each further frame.

config TIDEMARK_PROFILE_OWNERS
	int "Threads that can be told apart"
	default 8
	range 1 254
	help
	  Those that own recorded blocks, and those that have ended and left
	  some. Each takes about 20 bytes of RAM.

config TIDEMARK_PROFILE_FRAMES
	int "Frames of a call site"
	default 1
	range 1 4 if CPU_CORTEX_M || X86 || ARCH_POSIX
	range 1 1
	help
	  1: the caller of the allocating function. More tell callers of a
	  function that allocates for others apart. On Cortex-M they are
	  searched for on the stack, up to some 800 instructions for a block
	  that is sampled, and are probable, not certain. Elsewhere the
	  application has to be compiled with frame pointers.

config TIDEMARK_PROFILE_CYCLES
	bool "Compare the ends of cycles"
	help
	  For tidemark_cycle(): what grows from cycle to cycle of a test is
	  the leak. 8 bytes of RAM for each site.

config TIDEMARK_PROFILE_REPORT_SITES
	int "Most call sites, and as many threads, in a report on the console"
	default 8
	range 0 32
	depends on TIDEMARK_REPORT
	help
	  Those that hold most. Messages have all.

config TIDEMARK_PROFILE_PERIOD_BYTES
	int "Most bytes of messages about the profile in one period"
	default 2048
	range 256 65536
	depends on TIDEMARK_MESSAGES
	help
	  A profile that takes more is sent over several periods, so that a
	  slow link still has the samples in time. A message more may be sent.

config TIDEMARK_PROFILE_SLABS
	bool "Profile memory slabs"
	default y

config TIDEMARK_PROFILE_NET_BUFS
	bool "Profile network buffers"
	default y
	depends on TIDEMARK_NET_BUF_POOLS

config TIDEMARK_PROFILE_LIBC
	bool "Profile malloc() and C++ new"
	default y
	help
	  Without it their blocks are still there where malloc() is Zephyr's
	  own, and their sites lie within the C library.

# Zephyr's own malloc() takes its blocks from a sys_heap, where they are counted. A program of the host has the host's.
config TIDEMARK_PROFILE_LIBC_COUNTS
	def_bool y
	depends on TIDEMARK_PROFILE_LIBC
	depends on EXTERNAL_LIBC || NATIVE_LIBC || (!COMMON_LIBC_MALLOC && !MINIMAL_LIBC)

endif # TIDEMARK_PROFILE
