package dev.maxdiff.process;

/** The contract over {@link LinuxSystem}. */
class NativeChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "native";
  }
}
