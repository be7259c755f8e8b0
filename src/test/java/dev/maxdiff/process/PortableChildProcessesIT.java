package dev.maxdiff.process;

/** The contract of {@link PortableSystem}. */
class PortableChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "portable";
  }
}
