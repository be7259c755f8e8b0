package dev.maxdiff.process;

/** The contract of {@link LinuxSystem}. */
class NativeChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "native";
  }
}
