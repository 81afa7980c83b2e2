import { Component, type ReactNode } from 'react';
import { Failed } from '../ui/Loading.tsx';
import { messageOf } from '../features/result/lab.ts';

interface BoundaryProps {
  readonly what: string;
  readonly children: ReactNode;
}

/** A screen that cannot be drawn says so; the rest of the window stays. */
export class Boundary extends Component<BoundaryProps, { readonly problem: string | null }> {
  override state = { problem: null };

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: messageOf(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    return problem === null ? this.props.children : <Failed what={this.props.what} why={problem} onAgain={() => this.setState({ problem: null })} />;
  }
}
