// The program.
#include "cli/command.hpp"

#if defined(MAILRIG_STATIC) && defined(__GLIBC__)
#include <nss.h>
#endif

int main(int count, char** arguments) {
#if defined(MAILRIG_STATIC) && defined(__GLIBC__)
  // What else /etc/nsswitch.conf names is a shared object made for another C library than the one
  // linked here; these two are built in.
  __nss_configure_lookup("hosts", "files dns");
#endif
  return mailrig::cli::main(count, arguments);
}
