package dev.maxdiff.process;

/** The contract of {@code LinuxSystem}. */
class NativeChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "native";
  }
}
