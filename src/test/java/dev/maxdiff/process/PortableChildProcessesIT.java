package dev.maxdiff.process;

/** The contract of {@code PortableSystem}. */
class PortableChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "portable";
  }
}
