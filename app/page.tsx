export default function ExplorePage() {
  return <h1 className="text-4xl font-[640]">Open AI models that earn</h1>;
}
