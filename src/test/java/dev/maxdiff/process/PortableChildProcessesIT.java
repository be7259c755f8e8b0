package dev.maxdiff.process;

/** The contract over {@link PortableSystem}. */
class PortableChildProcessesIT extends ChildProcessesContract {

  @Override
  String spawn() {
    return "portable";
  }
}
