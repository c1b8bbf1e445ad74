/*
 * For user-mode Linux 6.1 on processors with AMX. It sets its processes' extended registers from a save area of its own, which is
 * smaller than such a processor's whole; the host's kernel takes the whole or nothing (ptrace(2), PTRACE_SETREGSET), and the guest
 * panics at once. Loaded before the C library (LD_PRELOAD), this completes what is set with what is there.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_STATE_BYTES 65536 /* AMX has about 11,000 */

static long set_whole(long process, const struct iovec *given) {
  static __thread char state[MAX_STATE_BYTES] __attribute__((aligned(64)));
  struct iovec whole = {state, sizeof state};
  if (syscall(SYS_ptrace, PTRACE_GETREGSET, process, (void *)NT_X86_XSTATE, &whole) == 0 && whole.iov_len > given->iov_len) {
    memcpy(state, given->iov_base, given->iov_len);
    given = &whole;
  }
  return syscall(SYS_ptrace, PTRACE_SETREGSET, process, (void *)NT_X86_XSTATE, given);
}

/* As the C library has it: what is peeked is returned, where the system call stores it. */
long ptrace(enum __ptrace_request request, ...) {
  va_list arguments;
  va_start(arguments, request);
  long process = va_arg(arguments, long);
  void *address = va_arg(arguments, void *);
  void *data = va_arg(arguments, void *);
  va_end(arguments);
  if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE)
    return set_whole(process, data);
  if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
    long word, result = syscall(SYS_ptrace, request, process, address, &word);
    if (result < 0)
      return result;
    errno = 0;
    return word;
  }
  return syscall(SYS_ptrace, request, process, address, data);
}
