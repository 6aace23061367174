// The program.
#include <cstdio>

int main() {
  std::puts("mailrig");
  return 0;
}
