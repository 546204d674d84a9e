// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice A trade as it would be done now.
/// @param isLive false where the trade would revert, and everything else is zero
/// @param isPool whether it goes to the pool; else to the curve
/// @param weiAmount what the trader would pay (buy) or get (sell), fee included in both readings
/// @param tokenAmount what the trader would get (buy) or pay (sell)
/// @param feePips fee of the trade, in 1/1,000,000
struct Quote {
    bool isLive;
    bool isPool;
    uint256 weiAmount;
    uint256 tokenAmount;
    uint24 feePips;
}

/// @title ICurveSeller: who sells with `IBondingCurve.sellFrom`
interface ICurveSeller {
    /// @notice Must have sent `tokensIn` of the curve's token to the caller, which is the curve, when it returns.
    function onCurveSell(uint256 tokensIn) external;
}

/// @title Router: trades a launched token for ETH wherever it trades now, on its curve or in its pool
/// @notice A page or a contract that trades here need not know whether the token has graduated. It holds nothing between
/// transactions. Every trade has a limit and a deadline; a recipient may be anyone but zero, the token, the pool
/// manager and the router.
interface IRouter is ICurveSeller {
    /// @notice One trade through the router, after the curve's `Trade` or the pool manager's `Swap` in the same
    /// transaction: it names who traded. Amounts as in `Quote`.
    event RouterTrade(
        address indexed token,
        address indexed trader,
        address indexed recipient,
        bool isBuy,
        uint256 weiAmount,
        uint256 tokenAmount
    );

    error Router_BadParameter(string name);
    error Router_UnknownToken(address token);
    error Router_Expired(uint256 deadline, uint256 nowSec);
    error Router_InsufficientOutput(uint256 amount, uint256 minimum);
    error Router_ExcessiveInput(uint256 amount, uint256 maximum);
    error Router_NotEnoughLiquidity(uint256 amount, uint256 available);
    error Router_PaymentFailed(address to, uint256 amount);
    error Router_UnexpectedPayment(address from, uint256 amount);
    error Router_UnexpectedCallback(address caller);

    /// @notice Buys with all ETH sent. A buy that reaches the end of the curve is capped there; the rest comes back to the
    /// caller, as does what a pool cannot take.
    function buy(address token, uint256 minTokensOut, address recipient, uint256 deadline)
        external
        payable
        returns (uint256 tokensOut, uint256 weiSpent);

    /// @notice Buys exactly `tokensOut` for at most the ETH sent; the rest comes back to the caller.
    function buyExactOut(address token, uint256 tokensOut, address recipient, uint256 deadline)
        external
        payable
        returns (uint256 weiSpent);

    /// @notice Sells exactly `tokensIn`, taken from the caller by allowance.
    function sell(address token, uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        returns (uint256 weiOut);

    /// @notice Sells as many tokens as pay out exactly `weiOut`, at most `maxTokensIn`.
    function sellExactOut(address token, uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        returns (uint256 tokensIn);

    /// @notice `sell` with an ERC-2612 permit of `tokensIn` that expires at `deadline`. A permit that somebody else
    /// already used does no harm.
    function sellWithPermit(
        address token,
        uint256 tokensIn,
        uint256 minWeiOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 weiOut);

    /// @notice Buys what is left on the curve for the caller, if anything, and graduates, in one transaction: nobody can
    /// stop it by selling a crumb just before. The rest of the ETH comes back.
    function graduate(address token, uint256 deadline) external payable returns (uint256 tokensOut, uint256 weiSpent);

    /// @notice What `buy` would do with `weiIn` now.
    function quoteBuy(address token, uint256 weiIn) external view returns (Quote memory);

    /// @notice What `buyExactOut` would cost now.
    function quoteBuyExactOut(address token, uint256 tokensOut) external view returns (Quote memory);

    /// @notice What `sell` would pay now.
    function quoteSell(address token, uint256 tokensIn) external view returns (Quote memory);

    /// @notice What `sellExactOut` would take now.
    function quoteSellExactOut(address token, uint256 weiOut) external view returns (Quote memory);
}
