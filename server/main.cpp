// The program.
#include "cli/command.hpp"

int main(int count, char** arguments) { return mailrig::cli::main(count, arguments); }
