package dev.maxdiff.process;

/** The contract of {@code PortableSystem}. */
class PortableAwkwardChildrenIT extends AwkwardChildrenContract {

  @Override
  String spawn() {
    return "portable";
  }
}
